import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

interface Row {
  section: string;
  feature: string;
  places: string[];
  tests: { file: string; title: string }[];
}

/** The rows of every table of the page: what, where it lives, and `file` *title* of its tests. */
function rowsOf(page: string): Row[] {
  const rows: Row[] = [];
  let section = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    const cells = line.startsWith('| ') ? line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')) : [];
    const [feature = '', places = '', tests = ''] = cells;
    if (cells.length !== 3 || feature === 'feature' || feature === '---') continue;
    rows.push({
      section,
      feature,
      places: [...places.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path).filter((path) => /^(src|docs|experiments|drizzle|docker-compose|Dockerfile|package\.json|\.github)/.test(path)),
      tests: [...tests.matchAll(/`([^`]+)` \*([^*]+)\*/g)].map(([, file = '', title = '']) => ({ file, title })),
    });
  }
  return rows;
}

describe('docs/features.md', () => {
  const rows = rowsOf(read('docs/features.md'));

  it('has a table for each of the compared systems, and one for what none of them has', () => {
    const sections = [...new Set(rows.map(({ section }) => section))];
    expect(sections).toEqual(['Flash-sale module', 'Race sandbox', 'Last-item demo', 'Redis reservation simulator', 'Event-sourced flash sale', 'What none of them has']);
  });

  it.each(rows)('$section: $feature is where the page says, and has a test with that name', ({ places, tests }) => {
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) expect(existsSync(join(projectRoot(), place)), place).toBe(true);
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) expect(read(file), `${file} has no test named "${title}"`).toContain(title);
  });
});
