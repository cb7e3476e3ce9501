import { statSync, unwatchFile, watchFile } from 'node:fs';
import { describedStrategy } from '@/strategy-files/import-file';
import { readOpenedFiles, type OpenedFile, type OpenedFiles } from '@/strategy-files/opened-files';
import { replaceStrategyFiles } from '@/strategies/registry';

/** How often the list is checked for open pages; a request checks by itself. */
const EVERY_MS = 250;
const NONE: OpenedFiles = { revision: 0, files: [] };

/** The current strategies from files that `stampede open` serves. Their code never runs in this process. */
export class OpenedStrategies {
  readonly #listeners = new Set<(revision: number) => void>();
  #opened = NONE;
  #version = '';

  /** `path`: the file that the launcher writes; null if there are none. */
  constructor(private readonly path: string | null) {
    if (path !== null) watchFile(path, { interval: EVERY_MS, persistent: false }, this.#look);
  }

  get files(): readonly OpenedFile[] {
    this.#look();
    return this.#opened.files;
  }

  get revision(): number {
    this.#look();
    return this.#opened.revision;
  }

  /** Registers what was built since the last check. */
  refresh(): void {
    this.#look();
  }

  find(id: string): OpenedFile | null {
    return this.files.find(({ metadata }) => metadata.id === id) ?? null;
  }

  /** Calls `listener` when a file was rebuilt or its build failed; returns a function that stops it. */
  onChange(listener: (revision: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (this.path !== null) unwatchFile(this.path, this.#look);
  }

  readonly #look = (): void => {
    if (this.path === null) return;
    const stat = statSync(this.path, { throwIfNoEntry: false });
    // The inode as well: every list is a new file, and two may be written within one tick of the clock.
    const version = stat === undefined ? '' : `${stat.mtimeMs} ${stat.ino}`;
    if (version === this.#version) return;
    this.#version = version;
    this.#opened = readOpenedFiles(this.path) ?? NONE;
    replaceStrategyFiles(this.#opened.files.map(describedStrategy));
    for (const listener of this.#listeners) listener(this.#opened.revision);
  };
}
