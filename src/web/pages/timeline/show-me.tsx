import { Button } from '@base-ui/react/button';
import { shownFindings, type TimelineLane } from '@/web/parts/witness/timeline-lane';
import { SHOW_ME } from './witness-words';

interface ShowMeProps {
  lane: TimelineLane;
  /** The finding on show, by its place in the lane. */
  shown: number | null;
  othersBroke: boolean;
  onShow: (at: number) => void;
}

const FIRST = 'h-11 rounded-[10px] bg-ink px-5 text-[1rem] font-bold text-bg hover:opacity-90';
const OTHER = 'h-11 rounded-[10px] border border-line bg-panel-2 px-4 font-semibold hover:border-edge aria-pressed:border-ink';

/** The way to the witnesses of everything that broke in the lane. A lane in which nothing broke says so. */
export function ShowMe({ lane, shown, othersBroke, onShow }: ShowMeProps) {
  const [first, ...others] = shownFindings(lane);
  if (!first) {
    const words = lane.findings.length > 0 ? 'What broke here shows in the final state only; no single purchase is a witness.' : 'Nothing broke in this lane, so there is no witness to show.';
    return <p className="max-w-[60ch] py-2">{words}{othersBroke ? ' Choose a shop marked ✗ to see one.' : ''}</p>;
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button className={FIRST} aria-pressed={shown === first.at} onClick={() => onShow(first.at)}>Show me {SHOW_ME[first.finding.anomaly]}</Button>
      {others.map(({ at, finding }) => (
        <Button key={at} className={OTHER} aria-pressed={shown === at} onClick={() => onShow(at)}>Show {SHOW_ME[finding.anomaly]}</Button>
      ))}
    </div>
  );
}
