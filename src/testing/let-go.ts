import { waitUntil } from '@/domain/wait-until';
import { openDatabase } from '@/stores/postgres/database';

/** Waits until no flood or other command has a session in this database any more; sessions of the web, the shops and the labs do not count. */
export async function everyCommandHasLetGo(databaseUrl: string): Promise<void> {
  const { client, close } = openDatabase(databaseUrl, 'test');
  try {
    await waitUntil('every command has left the database', async () => {
      const others = await client`
        select 1 from pg_stat_activity
        where datname = current_database() and application_name ~ '^stampede (flood|watchdog|fault|last item)'
      `;
      return others.length === 0;
    });
  } finally {
    await close();
  }
}
