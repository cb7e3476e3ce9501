import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Holder } from './holders';

/** How a service is ended if we die without having stopped it. */
export interface DependentProcess {
  pid: number;
  signal: 'INT' | 'TERM';
  /** Signal the whole process group. */
  group?: boolean;
  /** Our claim on a shared service: it is ended only if no other running process has one. */
  holder?: Holder;
}

/**
 * Waits for the end of its stdin, a pipe from us: then we are dead, even by kill -9, and it ends what we had
 * started, the latest first. A shell script, because it must be small and must not need Node. Its own session, so that a
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
 * Ends a running service when this process dies, however it dies. Returns a function that cancels this, for when it was stopped or
 * left to another command; the watcher ends when there is nothing left to end.
 */
export function killWithParent({ pid, signal, group, holder }: DependentProcess): () => void {
  const key = `k${String(++lastKey)}`;
  const target = group === true ? -pid : pid;
  const claim = holder === undefined ? '- -' : `${holder.name} ${holder.folder}`;
  const ours = (watcher ??= startWatcher());
  entries++;
  writeLine(ours, `add ${key} ${signal} ${String(target)} ${claim}`);
  let spared = false;
  return () => {
    if (spared) return;
    spared = true;
    writeLine(ours, `drop ${key}`);
    if (--entries > 0) return;
    ours.stdin?.end();
    if (watcher === ours) watcher = null;
  };
}

function startWatcher(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', WATCHER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  // To Node a pipe is a socket; it must not keep a finished command alive.
  if (child.stdin instanceof Socket) child.stdin.unref();
  child.stdin.on('error', () => undefined);
  child.once('exit', () => {
    if (watcher === child) watcher = null;
  });
  return child;
}

function writeLine(child: ChildProcess, line: string): void {
  child.stdin?.write(`${line}\n`);
}
