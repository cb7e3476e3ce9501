import { statSync, unwatchFile, watchFile } from 'node:fs';
import { describedStrategy } from '@/strategy-files/import-file';
import { readOpenedFiles, type OpenedFile, type OpenedFiles } from '@/strategy-files/opened-files';
import { replaceStrategyFiles } from '@/strategies/registry';

/** How often the list is looked at for pages that are open; a request looks for itself. */
const EVERY_MS = 250;
const NONE: OpenedFiles = { revision: 0, files: [] };

/** The strategies from files that `stampede open` serves, as they are now. Their code never runs in this process. */
export class OpenedStrategies {
  readonly #listeners = new Set<(revision: number) => void>();
  #opened = NONE;
  #version = '';

  /** `path`: where the launcher writes them; null where there are none. */
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

  /** Makes known what was built since it was last looked at. */
  refresh(): void {
    this.#look();
  }

  find(id: string): OpenedFile | null {
    return this.files.find(({ metadata }) => metadata.id === id) ?? null;
  }

  /** Calls `listener` when a file was built anew or got a fault; returns the way to stop. */
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
    // The inode as well: every list is a file of its own, and two may be written within one tick of the clock.
    const version = stat === undefined ? '' : `${stat.mtimeMs} ${stat.ino}`;
    if (version === this.#version) return;
    this.#version = version;
    this.#opened = readOpenedFiles(this.path) ?? NONE;
    replaceStrategyFiles(this.#opened.files.map(describedStrategy));
    for (const listener of this.#listeners) listener(this.#opened.revision);
  };
}
