import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '@/config/project-root';

const root = projectRoot();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending)).map((path) => join(folder, path));

const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesBelow('docs', '.md')];
const COMMAND_SOURCES = filesBelow('src/cli', '.ts').filter((path) => !path.endsWith('.test.ts')).map(read).join('\n');

/** As GitHub names a heading in an address. */
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
const anchorsIn = (page: string): string[] => [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Broken relative links of a page. */
function brokenLinks(path: string): string[] {
  const targets = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));
  return targets.filter((target) => {
    const [file = '', anchor] = target.split('#');
    const place = file === '' ? path : relative(root, join(root, dirname(path), file));
    if (!existsSync(join(root, place))) return true;
    return anchor !== undefined && !anchorsIn(read(place)).includes(anchor);
  });
}

describe('the documentation', () => {
  it('has a README of less than 120 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThan(120);
  });

  it.each(PAGES)('has no broken link in %s', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it.each(PAGES)('names only existing commands, flags and scripts in %s', (path) => {
    const page = read(path);
    const commands = [...page.matchAll(/npx stampede ([a-z][a-z-]*)/g)].map(([, name = '']) => name).filter((name) => name !== 'help');
    expect(commands.filter((name) => !new RegExp(`command\\('${name}[ ']`).test(COMMAND_SOURCES))).toEqual([]);
    const scripts = [...page.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
    const { scripts: known } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts.filter((name) => !(name in known))).toEqual([]);
    const lines = path === 'docs/cli.md' ? page.split('\n') : page.split('\n').filter((line) => line.includes('npx stampede'));
    const flags = lines.flatMap((line) => [...line.matchAll(/(?<=[\s`])--[a-z][a-z-]*/g)].map(([flag]) => flag));
    expect([...new Set(flags)].filter((flag) => !COMMAND_SOURCES.includes(`${flag} `) && !COMMAND_SOURCES.includes(`${flag}'`))).toEqual([]);
  });

  it('has every command in docs/cli.md', () => {
    const page = read('docs/cli.md');
    const commands = [...COMMAND_SOURCES.matchAll(/program\s*\.command\('([a-z-]+)[^']*'(?!, \{ hidden)/g)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((name) => !page.includes(`\`${name}`))).toEqual([]);
  });

  it.each(PAGES.filter((path) => path !== 'CHANGELOG.md'))('names only existing files in %s', (path) => {
    const places = [...read(path).matchAll(/`((?:src|docs|experiments|drizzle)\/[\w./[\]-]+)`/g)].map(([, place = '']) => place);
    expect(places.filter((place) => !place.includes('my-idea') && !existsSync(join(root, place)))).toEqual([]);
  });
});
