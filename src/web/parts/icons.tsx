import type { ReactNode } from 'react';

interface IconProps {
  className?: string;
}

function icon(children: ReactNode) {
  return function Icon({ className = 'size-4' }: IconProps) {
    return (
      <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" className={`shrink-0 ${className}`} aria-hidden>
        {children}
      </svg>
    );
  };
}

export const ChevronIcon = icon(<path d="M4 6.5 8 10.5 12 6.5" />);
export const CheckIcon = icon(<path d="m3 8.5 3.3 3.3L13 4.8" />);
export const SunIcon = icon(<><circle cx="8" cy="8" r="2.8" /><path d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1" /></>);
export const MoonIcon = icon(<path d="M13.5 9.8A5.8 5.8 0 0 1 6.2 2.5a5.8 5.8 0 1 0 7.3 7.3Z" />);
export const ProjectorIcon = icon(<><rect x="1.5" y="2.5" width="13" height="8.5" rx="1.2" /><path d="M8 11v2.5M5 14h6" /></>);
export const SlidersIcon = icon(<path d="M2 5h7M13 5h1M2 11h1M7 11h7M9 3.2v3.6M4.5 9.2v3.6" />);
export const ReplayIcon = icon(<path d="M3 8a5 5 0 1 0 1.6-3.7M3 2.5V5h2.5" />);
export const AlertIcon = icon(<><path d="M8 1.8 15 14H1L8 1.8Z" /><path d="M8 6.2v3.6M8 11.9v.1" /></>);
export const BoltIcon = icon(<path d="M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z" fill="currentColor" strokeWidth="1" />);
export const CrossIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const HourglassIcon = icon(<path d="M4 2h8M4 14h8M5 2c0 3.5 2.2 4.4 3 6-.8 1.6-3 2.5-3 6M11 2c0 3.5-2.2 4.4-3 6 .8 1.6 3 2.5 3 6" />);
export const PlayIcon = icon(<path d="M5 3v10l8-5-8-5Z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M5.5 3v10M10.5 3v10" strokeWidth="2.4" />);
export const BackIcon = icon(<path d="M13 8H3.5M7.5 4l-4 4 4 4" />);
export const LockIcon = icon(<><rect x="3" y="7" width="10" height="7" rx="1.4" /><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" /></>);
export const MenuIcon = icon(<path d="M2 4h12M2 8h12M2 12h12" />);
export const StopIcon = icon(<rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />);

/** The mark: three buyers run, one past the line. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" className="size-6" aria-hidden>
      <path d="M2 6h9M2 12h14M2 18h6" />
      <path d="M19 4v16" className="stroke-bad" />
    </svg>
  );
}
