import { pathToFileURL } from 'node:url';
import { placeIn } from '@/kit/mistake';
import { readMetadata } from './strategy-file';

/** The metadata of a bundle, read in a separate process. */
export type Described = { metadata: object } | { faults: string[] };

/** Imports a bundle (argv: its path, the author's file, a fallback id) and prints its metadata as JSON. */
async function main([bundle = '', file = '', fallbackId = '']: readonly string[]): Promise<void> {
  const described = await describe(bundle, file, fallbackId);
  process.stdout.write(JSON.stringify(described), () => process.exit(0));
}

async function describe(bundle: string, file: string, fallbackId: string): Promise<Described> {
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(bundle).href)) as { default?: unknown };
  } catch (error) {
    return { faults: [`${placeIn(error, file) ?? file}: it throws as it is loaded: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const strategy = module.default;
  if (typeof strategy !== 'object' || strategy === null || !('purchase' in strategy) || typeof strategy.purchase !== 'function') {
    return { faults: [`${file}:1:1: it has no default export made by defineStrategy. Write: export default defineStrategy({ id: '${fallbackId}' }, (shop, request) => ...)`] };
  }
  const metadata = readMetadata(strategy, fallbackId);
  return Array.isArray(metadata) ? { faults: metadata.map((fault) => `${file}: ${fault}.`) } : { metadata };
}

void main(process.argv.slice(2));
