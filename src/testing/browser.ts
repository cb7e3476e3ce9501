import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { readSettings } from '@/config/settings';
import { findChromium } from '@/services/chromium';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = ['--no-sandbox', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'];

/** A headless Chromium. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium(readSettings(), () => undefined);
  if (typeof executablePath !== 'string') throw new Error(executablePath.unavailable);
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A new visitor. Errors on the page are collected in `errors`. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  // Only the race page shows watchers; there it means that the page is connected.
  if (new URL(url).pathname === '/') await page.getByText(/\d+ watching this race/).waitFor({ state: 'attached' });
  return { page, errors, leave: () => context.close() };
}

export interface Visitor {
  page: Page;
  errors: string[];
  leave(): Promise<void>;
}

/** axe's serious and critical findings, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Not as a script element: the page's policy allows only its own scripts.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe;
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`));
  });
}
