type Decimal = `${number}`;

const DECIMAL = /^-?\d+(\.\d+)?$/;
const isDecimal = (text: string): text is Decimal => DECIMAL.test(text);

/** One locale for server and browser, so that both render the same text. No currency: the shop's money has none. */
const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A price as it is stored, '12345.5', as it is shown, '12,345.50'. The string itself is formatted: no float comes near it. */
export const price = (amount: string): string => (isDecimal(amount) ? money.format(amount) : amount);

/** A decimal string in hundredths, exactly: '49.00' is 4900n. Throws for what is no amount of money. */
export function cents(amount: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (whole === '') throw new Error(`'${amount}' is no amount of money with at most two places.`);
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0') || '0');
  return sign === '-' ? -value : value;
}

/** So many of that price, as a decimal string: 3 of '19.99' are '59.97'. */
export function times(quantity: number, amount: string): string {
  const total = cents(amount) * BigInt(quantity);
  const digits = (total < 0n ? -total : total).toString().padStart(3, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
