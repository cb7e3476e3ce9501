import type { PurchaseRecord } from '@/domain/history';
import type { LaneTrace } from '@/domain/trace';
import { mustBeSearchable, nanoseconds, type LaneExport } from './lane-export';

const ABOUT = `Porcupine (https://github.com/anishathalye/porcupine) searches for an order of the purchases that a counter of stock explains and that keeps
what was over before something else began: linearizability. It can decide whether more was sold than there was, whether a buyer was told
"sold out" too early or too late, and, with -remaining, whether each buyer was told how many units were left. It cannot see what is stored (orders
without a buyer, buyers without an order, stock that vanished), which step of which buyer broke it, or anything that no answer said. An unknown purchase may have
happened at any time after it began, or never; one that gave up had no effect and is left out. With -remaining a strategy that sells rows in any
order, or a store that counts elsewhere, may fail without selling too much.

    go mod init stampede-history
    go get github.com/anishathalye/porcupine@latest
    go run model.go operations.json
    go run model.go -remaining -html history.html operations.json

Exit code 0: linearizable, 1: not, 2: no answer within the time limit (-timeout 60s).
`;

/**
 * The purchases of a lane for Porcupine, and beside them the Go program that reads and judges them (`model`, the text of
 * `model.go`). Throws `ExportRefused`.
 */
export function porcupineExport(lane: LaneTrace, force: boolean, model: string): LaneExport {
  mustBeSearchable(lane, force);
  const clients = new Map<string, number>();
  let newClient = 0;
  const operations = lane.purchases.map((purchase) => {
    const clientId = clients.get(purchase.buyerId) ?? newClient++;
    clients.set(purchase.buyerId, clientId);
    // It may be under way for ever, and a client does one thing at a time: whatever the buyer does next is another client's.
    if (purchase.outcome === 'unknown') clients.delete(purchase.buyerId);
    return JSON.stringify(operationOf(purchase, clientId));
  });
  const { runId, strategy, repeat, stock } = lane;
  const head = JSON.stringify({ runId, strategy, repeat, stock }).slice(0, -1);
  return {
    files: [
      { name: 'operations.json', text: `${head},"operations":[\n${operations.join(',\n')}\n]}\n` },
      { name: 'model.go', text: model },
      { name: 'README.txt', text: ABOUT },
    ],
    about: ABOUT,
  };
}

/** `return` is null for an operation that may take effect at any later time. */
export interface PorcupineOperation {
  clientId: number;
  input: { kind: 'buy'; quantity: number };
  call: number;
  return: number | null;
  output: { outcome: PurchaseRecord['outcome']; remaining: number | null };
}

const operationOf = ({ quantity, outcome, remaining, invokedMs, returnedMs }: PurchaseRecord, clientId: number): PorcupineOperation => ({
  clientId,
  input: { kind: 'buy', quantity },
  call: nanoseconds(invokedMs),
  return: outcome === 'unknown' ? null : nanoseconds(returnedMs),
  output: { outcome, remaining },
});
