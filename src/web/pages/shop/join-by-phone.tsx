'use client';

import { Popover } from '@base-ui/react/popover';
import { useMemo, useState } from 'react';
import { POPUP } from '@/web/parts/controls/styles';
import { joinUrls, qrPath } from './join';

/** For the projector: the shop's address large enough for the class to read, and as a code for phone cameras. Nothing where other machines cannot reach the shop. */
export function JoinByPhone({ networkUrls }: { networkUrls: readonly string[] }) {
  const [urls, setUrls] = useState<readonly string[]>([]);
  const [first] = urls;
  if (networkUrls.length === 0) return null;
  return (
    // Only the browser knows by which address the page was opened, so this is read when the button is pressed.
    <Popover.Root
      onOpenChange={(open) => {
        if (open) setUrls(joinUrls(window.location.origin, networkUrls));
      }}
    >
      <Popover.Trigger className="h-8 shrink-0 rounded-lg border border-line bg-panel-2 px-2.5 text-cap font-semibold hover:border-edge">Join by phone</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" collisionPadding={12} className="z-50">
          <Popover.Popup className={`${POPUP} grid w-[min(32rem,calc(100vw-1.5rem))] gap-3 p-5 text-center`}>
            <Popover.Title className="text-lg font-semibold">Buy from your phone</Popover.Title>
            {first !== undefined && <Code url={first} />}
            {urls.map((url) => (
              <Popover.Description key={url} className="font-mono text-lg font-semibold break-all">{url}</Popover.Description>
            ))}
            <p className="text-cap text-dim">In the same network. Each phone is a separate buyer; the stock here changes as they buy.</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Dark on white in every theme, with a quiet border: cameras need that. */
function Code({ url }: { url: string }) {
  const { path, size } = useMemo(() => qrPath(url), [url]);
  return (
    <svg role="img" aria-label={`A code that opens ${url}`} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className="mx-auto w-full max-w-[24rem] rounded-lg">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
