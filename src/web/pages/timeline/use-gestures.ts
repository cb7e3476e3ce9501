'use client';

import { useEffect, type RefObject } from 'react';
import { ZOOM_STEP } from './time-window';

export interface GestureTargets {
  /** `around` is a share of the width, 0 to 1. */
  onZoom: (factor: number, around: number) => void;
  /** Later by a share of the width. */
  onPan: (share: number) => void;
}

/** Pixels of a wheel that count as one step. */
const NOTCH_PX = 100;

/**
 * Wheel, mouse and fingers over a time axis: the wheel zooms with ctrl and pans with shift or sideways, a drag pans, two
 * fingers zoom. Up and down stays with the browser. `axis` finds the part of the element that time runs over.
 */
export function useGestures(element: RefObject<HTMLElement | null>, axis: RefObject<HTMLElement | null>, { onZoom, onPan }: GestureTargets): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const fingers = new Map<number, number>();
    const box = (): { left: number; width: number } => axis.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    const shareOf = (clientX: number): number => Math.min(1, Math.max(0, (clientX - box().left) / Math.max(1, box().width)));

    const wheel = (event: WheelEvent): void => {
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) onZoom(ZOOM_STEP ** (-event.deltaY / NOTCH_PX), shareOf(event.clientX));
      else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) onPan(sideways / Math.max(1, box().width));
      else return;
      event.preventDefault();
    };
    const down = (event: PointerEvent): void => {
      const onButton = event.target instanceof Element && event.target.closest('button, a') !== null;
      if (event.button !== 0 || onButton) return;
      fingers.set(event.pointerId, event.clientX);
    };
    const move = (event: PointerEvent): void => {
      const before = fingers.get(event.pointerId);
      if (before === undefined || before === event.clientX) return;
      const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
      fingers.set(event.pointerId, event.clientX);
      const [other] = others;
      if (other === undefined) onPan((before - event.clientX) / Math.max(1, box().width));
      else onZoom(Math.max(8, Math.abs(event.clientX - other)) / Math.max(8, Math.abs(before - other)), shareOf((event.clientX + other) / 2));
    };
    const up = (event: PointerEvent): void => void fingers.delete(event.pointerId);

    // Not passive: the browser would zoom the page with ctrl and the wheel.
    target.addEventListener('wheel', wheel, { passive: false });
    target.addEventListener('pointerdown', down);
    globalThis.addEventListener('pointermove', move);
    globalThis.addEventListener('pointerup', up);
    globalThis.addEventListener('pointercancel', up);
    return () => {
      target.removeEventListener('wheel', wheel);
      target.removeEventListener('pointerdown', down);
      globalThis.removeEventListener('pointermove', move);
      globalThis.removeEventListener('pointerup', up);
      globalThis.removeEventListener('pointercancel', up);
    };
  }, [element, axis, onZoom, onPan]);
}
