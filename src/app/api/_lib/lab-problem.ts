import { ImpossibleMove } from '@/runs/lab/lab-errors';
import { Problem } from './problem';

/** There is none of that id: it never was, was closed, or was left alone for too long. */
export const noLab = (id: string): Problem => new Problem('not_found', `There is no lab ${id}: it was closed, or nobody moved in it for a while. Open it again; its schedule brings you back to where you were.`);

/** What a move that cannot be made becomes; everything else stays as it was. */
export async function refusingMoves<T>(play: () => Promise<T>): Promise<T> {
  try {
    return await play();
  } catch (error) {
    if (error instanceof ImpossibleMove) throw new Problem('impossible_move', `${error.message} Nothing was done.`, undefined, { cause: error });
    throw error;
  }
}
