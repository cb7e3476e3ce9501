import { parseFault, type FaultInfo, type FaultReport } from '@/domain/fault';
import { duration } from './format';

/** A fault as the page offers it; `unavailable` is why it cannot be injected here, in a sentence. */
export type OfferedFault = FaultInfo & { unavailable: string | null };

/** 'Kill a replica', or 'Kill a replica at commit' when it is aimed at another step than it would be by itself. */
export function faultTitle(fault: string): string {
  const aimed = parseFault(fault);
  if (typeof aimed === 'string') return fault;
  const { info, step } = aimed;
  return step === null || step === info.aim ? info.title : `${info.title} at ${step}`;
}

/** What a fault does to every shop of a flood, in a sentence; null without one. */
export function faultSentence(fault: string | null): string | null {
  const aimed = fault === null ? null : parseFault(fault);
  return fault === null || aimed === null || typeof aimed === 'string' ? null : `${faultTitle(fault)}: ${aimed.info.what}`;
}

/** When it struck and when it was mended: 'struck at 12 ms, mended at 1.20 s'. */
export function faultTimes({ struckMs, mendedMs }: Pick<FaultReport, 'struckMs' | 'mendedMs'>): string {
  if (struckMs === null) return 'never struck';
  return mendedMs === null ? `struck at ${duration(struckMs)}` : `struck at ${duration(struckMs)}, mended at ${duration(mendedMs)}`;
}

/** The fault with another aim; its own aim, or none given, makes the short form. */
export function aimedAt(fault: string, step: string): string {
  const aimed = parseFault(fault);
  if (typeof aimed === 'string') return fault;
  const trimmed = step.trim();
  return trimmed === '' || trimmed === aimed.info.aim ? aimed.info.name : `${aimed.info.name}@${trimmed}`;
}
