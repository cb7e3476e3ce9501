import type { Metadata } from 'next';
import { AdminPage } from '@/ui/admin/admin-page';

export const metadata: Metadata = { title: 'Stampede: admin' };

/** Nothing of the admin's is in this page: the browser asks for it, with the instructor's cookie. */
export default function Page() {
  return <AdminPage />;
}
