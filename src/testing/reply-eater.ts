import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy to a server that can lose its answers. */
export interface ReplyEater {
  port: number;
  /** From then on, when the server answers a client that has sent these bytes, the client's connection is reset instead. */
  resetAfter(bytes: string): void;
  /** Connections that were reset. */
  resets(): number;
  close(): Promise<void>;
}

/** A proxy between clients and a server on this machine. What reaches the server takes effect, even if its answer is lost. */
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
