import type { Value } from '@/stores/postgres/session';

/** A piece of SQL with its values, for use in a statement. */
export interface Fragment {
  readonly strings: TemplateStringsArray;
  readonly values: readonly Value[];
}

/** Writes a piece of SQL for use in another: sql`where product_id = ${id}`. */
export const sql = (strings: TemplateStringsArray, ...values: (Value | Fragment)[]): Fragment => flatten(strings, values);

const isFragment = (value: Value | Fragment): value is Fragment => typeof value === 'object' && value !== null && 'strings' in value;

/** Flat templates by their text: the driver prepares a statement once for each template object. */
const known = new Map<string, TemplateStringsArray>();

/** Flattens a template that has fragments in it; returns the same object for the same text. */
export function flatten(strings: TemplateStringsArray, values: readonly (Value | Fragment)[]): Fragment {
  if (!values.some(isFragment)) return { strings, values: values as readonly Value[] };
  const pieces: string[] = [strings[0] ?? ''];
  const flat: Value[] = [];
  const append = (text: string): void => void pieces.push(`${pieces.pop() ?? ''}${text}`);
  for (const [index, value] of values.entries()) {
    if (isFragment(value)) {
      append(value.strings[0] ?? '');
      for (const [inner, innerValue] of value.values.entries()) {
        flat.push(innerValue);
        pieces.push(value.strings[inner + 1] ?? '');
      }
      append(strings[index + 1] ?? '');
    } else {
      flat.push(value);
      pieces.push(strings[index + 1] ?? '');
    }
  }
  return { strings: templateOf(pieces), values: flat };
}

function templateOf(pieces: readonly string[]): TemplateStringsArray {
  const text = pieces.join('\u0000');
  let template = known.get(text);
  if (!template) {
    template = Object.assign([...pieces], { raw: pieces });
    known.set(text, template);
  }
  return template;
}
