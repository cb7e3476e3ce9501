import type { Metadata } from 'next';
import { connection } from 'next/server';
import { AdminPage } from './admin-page';

export const metadata: Metadata = { title: 'Stampede: admin' };

/** Nothing of the admin's is in this page: the browser asks for it, with the instructor's cookie. */
export async function AdminRoute() {
  // Drawn for every visit, for its scripts carry a number that is used once.
  await connection();
  return <AdminPage />;
}
