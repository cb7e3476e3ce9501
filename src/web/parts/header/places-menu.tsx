'use client';

import { Menu } from '@base-ui/react/menu';
import { POPUP } from '@/web/parts/controls/styles';
import { CheckIcon, MenuIcon } from '@/web/parts/icons';
import { currentOf, hrefOf, PLACES, type Here } from './places';

/** All places, where the head of the page has no room for a row of them. */
export function PlacesMenu({ here }: { here: Here }) {
  const title = PLACES.find(({ id }) => id === here)?.title;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="flex h-10 shrink-0 items-center gap-2 rounded-lg border border-line bg-panel-2 px-3 font-semibold text-ink hover:border-edge">
        <MenuIcon />
        {title}
        <span className="sr-only">: all pages and sections</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={8} collisionPadding={12} className="z-50">
          <Menu.Popup className={`${POPUP} min-w-48 p-1.5`}>
            {PLACES.map((place) => (
              <Menu.LinkItem
                key={place.id}
                href={hrefOf(place, here)}
                aria-current={currentOf(place, here)}
                closeOnClick
                className="grid grid-cols-[1.25rem_1fr] items-center gap-2 rounded-lg px-3 py-2.5 font-medium text-ink no-underline outline-none data-highlighted:bg-panel-2"
              >
                {place.id === here ? <CheckIcon /> : <span />}
                {place.title}
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
