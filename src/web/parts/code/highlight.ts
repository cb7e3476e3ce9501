import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import typescript from 'shiki/langs/typescript.mjs';

/** Colours come from the page's own variables, so that one rendering serves both themes. */
const theme = createCssVariablesTheme({ name: 'page' });

let highlighter: Promise<HighlighterCore> | null = null;
const known = new Map<string, readonly string[]>();

/** TypeScript as lines of HTML with `<span>`s. Server only; each source is highlighted once. */
export async function highlightLines(source: string): Promise<readonly string[]> {
  const before = known.get(source);
  if (before) return before;
  highlighter ??= createHighlighterCore({ themes: [theme], langs: [typescript], engine: createJavaScriptRegexEngine() });
  const { tokens } = (await highlighter).codeToTokens(source, { lang: 'typescript', theme: 'page' });
  const lines = tokens.map((line) => line.map(({ content, color }) => `<span style="color:${color ?? 'inherit'}">${escapeHtml(content)}</span>`).join(''));
  known.set(source, lines);
  return lines;
}

const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
