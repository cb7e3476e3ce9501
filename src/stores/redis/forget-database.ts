import { databaseNamespace } from './namespace';
import type { RedisServers } from './redis-servers';

/** Deletes everything that Redis holds for a database: stock, claims, reservations. Returns how many keys there were. */
export async function forgetDatabase(servers: RedisServers, databaseUrl: string): Promise<number> {
  const match = `stampede:{${databaseNamespace(databaseUrl)}}:*`;
  const counts = await Promise.all(
    servers.clients.map(async (client) => {
      let forgotten = 0;
      for await (const keys of client.scanStream({ match, count: 500 })) {
        if ((keys as string[]).length > 0) forgotten += await client.unlink(keys as string[]);
      }
      return forgotten;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
