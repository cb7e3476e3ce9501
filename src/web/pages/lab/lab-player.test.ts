import { describe, expect, test } from 'vitest';
import { DEFAULT_LAB, type LabState } from '@/domain/lab';
import { labMove, labState } from '@/testing/lab-fixtures';
import { LabPlayer } from './lab-player';
import type { LabReply, LabRequests } from './lab-request';

const reply = (fields: Partial<LabState> = {}): LabReply => ({ kind: 'lab', lab: labState(fields), leftMs: 1_000 });

/** A server of which a test decides when it answers: `log` has the calls, `answers` the ways to answer them, both in order. */
function server() {
  const log: string[] = [];
  const answers: ((reply: LabReply | Error) => void)[] = [];
  const asked = (call: string) => {
    log.push(call);
    return new Promise<LabReply>((resolve, reject) => answers.push((given) => (given instanceof Error ? reject(given) : resolve(given))));
  };
  const requests: LabRequests = {
    open: (setup) => asked(`open ${setup.strategy}`),
    move: (_id, move) => asked(`move ${move}`),
    goTo: (_id, schedule) => asked(`goTo ${schedule}`),
    look: () => Promise.resolve({ kind: 'closed' }),
    close: (id) => void log.push(`close ${id}`),
  };
  return { log, answers, requests };
}

async function opened() {
  const { log, answers, requests } = server();
  const player = new LabPlayer(requests, () => 500);
  const opening = player.open(DEFAULT_LAB, '');
  answers[0]?.(reply());
  await opening;
  return { log, answers, player };
}

describe('the player of labs', () => {
  test('makes two quick presses one after the other, none lost and none twice', async () => {
    const { log, answers, player } = await opened();
    expect(player.view()).toMatchObject({ phase: 'open', underWay: false, endsAtMs: 1_500 });
    const [first, second] = [player.move('A'), player.move('B')];
    await Promise.resolve();
    expect(log).toEqual(['open naive', 'move A']);
    expect(player.view().underWay).toBe(true);
    answers[1]?.(reply({ moves: [labMove('A')] }));
    await first;
    await Promise.resolve();
    expect(log.at(-1)).toBe('move B');
    answers[2]?.(reply({ moves: [labMove('A'), labMove('B')] }));
    await second;
    expect(player.view()).toMatchObject({ underWay: false, lab: { schedule: 'A.B' } });
  });

  test('asks the guard when the press is due, and shows its reason', async () => {
    const { log, answers, player } = await opened();
    const first = player.move('A');
    const second = player.move('A', (lab) => (lab.schedule === 'A' ? 'Answer first.' : null));
    await Promise.resolve();
    answers[1]?.(reply({ moves: [labMove('A')] }));
    await Promise.all([first, second]);
    expect(log).toEqual(['open naive', 'move A']);
    expect(player.view().refusal).toBe('Answer first.');
  });

  test('keeps what it knew when the server refuses, and when the lab is gone', async () => {
    const { answers, player } = await opened();
    const refused = player.move('B');
    await Promise.resolve();
    answers[1]?.(new Error('Buyer B is waiting.'));
    await refused;
    expect(player.view()).toMatchObject({ phase: 'open', refusal: 'Buyer B is waiting.', underWay: false });
    const gone = player.move('A');
    await Promise.resolve();
    answers[2]?.({ kind: 'closed' });
    await gone;
    expect(player.view()).toMatchObject({ phase: 'closed', lab: { id: 'lab-1' } });
  });

  test('closes the lab before it opens another, and one that comes too late', async () => {
    const { log, answers, player } = await opened();
    const early = player.open({ ...DEFAULT_LAB, strategy: 'one' }, '');
    const late = player.open({ ...DEFAULT_LAB, strategy: 'two' }, '');
    answers[2]?.(reply({ id: 'two' }));
    await late;
    answers[1]?.(reply({ id: 'one' }));
    await early;
    expect(log).toEqual(['open naive', 'close lab-1', 'open one', 'open two', 'close one']);
    expect(player.view()).toMatchObject({ phase: 'open', lab: { id: 'two' } });
    player.close();
    expect(log.at(-1)).toBe('close two');
  });

  test('says why a lab could not be opened', async () => {
    const { answers, requests } = server();
    const player = new LabPlayer(requests);
    const opening = player.open(DEFAULT_LAB, '');
    answers[0]?.(new Error('24 labs are open.'));
    await opening;
    expect(player.view()).toMatchObject({ phase: 'refused', refusal: '24 labs are open.', lab: null });
  });
});
