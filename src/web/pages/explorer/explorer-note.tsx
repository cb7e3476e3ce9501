import { AlertIcon } from '@/web/parts/icons';
import { TokenNeeded } from '@/web/parts/session/token-needed';

interface ExplorerNoteProps {
  id: string;
  /** Whether the instructor's token is needed first. */
  locked: boolean;
  /** What is wrong with the fields, or why the last press did nothing. */
  fault: string | null;
  /** What in the address is not available here, a sentence each. */
  ignored: readonly string[];
  /** What the chosen strategy is. */
  idea: string;
}

/** One line under the bar, always there: what is wrong, or what the chosen strategy does. */
export function ExplorerNote({ id, locked, fault, ignored, idea }: ExplorerNoteProps) {
  return (
    <div className="flex min-h-9 flex-col justify-center gap-1 pt-2" data-hide-on-projector>
      {locked ? (
        <TokenNeeded id={id} what="Searching" />
      ) : (
        <p id={id} role="status" className={fault === null ? 'text-dim lg:truncate' : 'flex items-center gap-2 font-medium text-bad'}>
          {fault === null ? idea : <><AlertIcon />{fault}</>}
        </p>
      )}
      {ignored.map((sentence) => (
        <p key={sentence} className="flex min-w-0 items-center gap-2 break-words text-warn">
          <AlertIcon />
          <span className="min-w-0">{sentence}</span>
        </p>
      ))}
    </div>
  );
}
