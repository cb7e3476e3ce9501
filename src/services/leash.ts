import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Holder } from './holders';

/** What the leash does to one service when we die without having stopped it. */
export interface LeashEntry {
  pid: number;
  signal: 'INT' | 'TERM';
  /** Signal the whole process group. */
  group?: boolean;
  /** Our claim on a shared service: it is only ended when nobody else that lives has one. */
  holder?: Holder;
}

/**
 * Waits on its stdin, a pipe from us, for the end of it: then we are dead, be it by kill -9, and it ends what we had
 * started, the latest first. A shell, because it must be small and must not need Node. Its own session, so that a
 * terminal's Ctrl-C does not reach it.
 */
const WATCHER = String.raw`
newline='
'
list=''
while IFS= read -r line; do
  case $line in
    "add "*) list="${'$'}{line#add }$newline$list" ;;
    "drop "*)
      gone=${'$'}{line#drop }
      kept=''
      old=$IFS; IFS=$newline; set -f
      for entry in $list; do case $entry in "$gone "*) ;; *) kept="$kept$entry$newline" ;; esac; done
      IFS=$old; set +f
      list=$kept ;;
  esac
done
printf '%s' "$list" | while read -r key signal target holder folder; do
  if [ "$holder" != - ]; then
    rm -f "$folder/$holder"
    for other in "$folder"/*; do
      other=${'$'}{other##*/}
      kill -0 "${'$'}{other%%-*}" 2>/dev/null && continue 2
    done
  fi
  kill -s "$signal" -- "$target" 2>/dev/null
done
`;

let watcher: ChildProcess | null = null;
let entries = 0;
let lastKey = 0;

/**
 * Ties a running service to the life of this process. Returns the way to untie it, once it has been stopped or left to
 * somebody else; the watcher goes when nothing is tied to it any more.
 */
export function tieToOurLife(entry: LeashEntry): () => void {
  const key = `k${String(++lastKey)}`;
  const target = entry.group === true ? -entry.pid : entry.pid;
  const holder = entry.holder === undefined ? '- -' : `${entry.holder.name} ${entry.holder.folder}`;
  const leash = (watcher ??= startWatcher());
  entries++;
  tell(leash, `add ${key} ${entry.signal} ${String(target)} ${holder}`);
  let tied = true;
  return () => {
    if (!tied) return;
    tied = false;
    tell(leash, `drop ${key}`);
    if (--entries > 0) return;
    leash.stdin?.end();
    if (watcher === leash) watcher = null;
  };
}

function startWatcher(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCHER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  // A pipe is a socket to Node; it must not keep a finished command alive.
  if (child.stdin instanceof Socket) child.stdin.unref();
  child.stdin.on('error', () => undefined);
  child.once('exit', () => {
    if (watcher === child) watcher = null;
  });
  return child;
}

function tell(leash: ChildProcess, line: string): void {
  leash.stdin?.write(`${line}\n`);
}
