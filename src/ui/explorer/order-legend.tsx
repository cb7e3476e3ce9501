import { BUYER_NAMES } from '@/domain/schedule';

/** What the picture is made of, in a line. */
export function OrderLegend({ buyers, timed }: { buyers: number; timed: boolean }) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-dim">
      <span className="flex items-center gap-1.5">
        Each box is one order, time runs to the right, a square is a move of
        {BUYER_NAMES.slice(0, buyers).map((name) => <span key={name} data-buyer={name} className="grid size-5 place-items-center rounded-[4px] bg-hue text-cap leading-none font-bold text-bg">{name}</span>)}
      </span>
      {timed ? <span className="flex items-center gap-1.5"><span className="h-5 w-1.5 bg-warn" />time passes, locks run out</span> : null}
      <span className="flex items-center gap-1.5"><span className="hatch-bad h-5 w-2" /><span className="font-semibold text-bad">✗ goes wrong</span></span>
    </p>
  );
}
