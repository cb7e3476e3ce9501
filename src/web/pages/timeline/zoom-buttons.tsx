import { Button } from '@base-ui/react/button';
import type { WindowControl } from './use-time-window';
import { PAN_STEP, ZOOM_STEP } from './time-window';

const LOOK = 'grid h-10 min-w-10 place-items-center rounded-lg border border-line bg-panel-2 px-3 font-semibold hover:border-edge';

/** The same as the wheel, the drag and the keys, for devices without them. */
export function ZoomButtons({ zoom, pan, fit }: WindowControl) {
  return (
    <div role="group" aria-label="Zoom and move in time" className="flex gap-1.5">
      <Button className={LOOK} onClick={() => pan(-PAN_STEP)} aria-label="Move to earlier">←</Button>
      <Button className={LOOK} onClick={() => pan(PAN_STEP)} aria-label="Move to later">→</Button>
      <Button className={LOOK} onClick={() => zoom(1 / ZOOM_STEP)} aria-label="Zoom out">−</Button>
      <Button className={LOOK} onClick={() => zoom(ZOOM_STEP)} aria-label="Zoom in">+</Button>
      <Button className={LOOK} onClick={fit}>Fit</Button>
    </div>
  );
}
