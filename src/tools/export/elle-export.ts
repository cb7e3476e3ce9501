import type { LaneTrace } from '@/domain/trace';
import { bankHistory } from './elle-bank';
import { listAppendHistory } from './elle-list-append';
import { ExportRefused, mustBeSearchable, type LaneExport } from './lane-export';

const ABOUT = `elle-cli (https://github.com/ligurio/elle-cli) judges two histories made of the same purchases.

list-append.json: a sale is a list, and a purchase reads it and appends its order. What it read is put together from the stock that its order row
says it found, as long as there is one order at each place before; beyond the first place with two orders or none, it is not known which of
them was read, and the read is left out. The first buyer who was told "sold out" read the whole list. An order of a buyer who was told no is an append that failed. It can decide lost updates (two purchases that read the same list
and both appended), cycles between purchases, and orders that contradict real time. It cannot decide anything about stores that say
nothing of the stock they found (one row a unit), nor that too much was sold: a list has no end.

bank.json: two accounts, 0 the stock and 1 what the order rows say was sold, read before the first purchase and after the last. It can decide whether
units appeared or vanished and whether the stock went negative. It cannot decide anything in between, because no purchase reads both.

    java -jar elle-cli-standalone.jar --model list-append list-append.json
    java -jar elle-cli-standalone.jar --model bank bank.json

It prints true, false or unknown behind the name of the file.
`;

/** Half the square of it in numbers makes a file of about 50 MB. */
const MAX_LIST = 4_000;

/** The purchases of a lane for elle-cli, as one JSON array for each of two models. Throws `ExportRefused`. */
export function elleExport(lane: LaneTrace, force: boolean): LaneExport {
  mustBeSearchable(lane, force);
  if (lane.orders.length > MAX_LIST) {
    throw new ExportRefused(
      `${lane.orders.length} orders are more than ${MAX_LIST}: each purchase reads the whole list before it, so the history grows with their square. ` +
        'Flood again with less stock, or export for Porcupine.',
    );
  }
  return {
    files: [
      { name: 'list-append.json', text: oneArray(listAppendHistory(lane)) },
      { name: 'bank.json', text: oneArray(bankHistory(lane)) },
      { name: 'README.txt', text: ABOUT },
    ],
    about: ABOUT,
  };
}

/** An operation a line. */
const oneArray = (operations: readonly object[]): string => `[${operations.map((operation) => JSON.stringify(operation)).join(',\n')}]\n`;
