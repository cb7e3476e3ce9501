import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can lose what it answers. */
export interface ReplyEater {
  port: number;
  /** From the next byte that the server sends to a client that has sent these: the client's connection is reset instead. */
  resetAfter(bytes: string): void;
  /** Connections that were reset. */
  resets(): number;
  close(): Promise<void>;
}

/** Stands between clients and a server on this machine. What reaches the server takes effect, also when its answer never leaves. */
export async function openReplyEater(serverPort: number): Promise<ReplyEater> {
  const sockets = new Set<Socket>();
  let marker: string | null = null;
  let resets = 0;
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: serverPort });
    let doomed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes: Buffer) => {
      if (marker !== null && bytes.includes(marker)) {
        marker = null;
        doomed = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      if (!doomed) client.write(bytes);
      else if (client.destroyed) return;
      else {
        resets += 1;
        client.resetAndDestroy();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    resetAfter: (bytes) => (marker = bytes),
    resets: () => resets,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
