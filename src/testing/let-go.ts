import { waitUntil } from '@/domain/wait-until';
import { openDatabase } from '@/stores/postgres/database';

/** Waits until no command has a session in this database any more: only its web and its shops stay. */
export async function everyCommandHasLetGo(databaseUrl: string): Promise<void> {
  const { client, close } = openDatabase(databaseUrl, 'test');
  try {
    await waitUntil('every command has let go of the database', async () => {
      const others = await client`
        select 1 from pg_stat_activity
        where datname = current_database() and application_name like 'stampede%' and application_name not like 'stampede web%' and application_name not like 'stampede shop%'
      `;
      return others.length === 0;
    });
  } finally {
    await close();
  }
}
