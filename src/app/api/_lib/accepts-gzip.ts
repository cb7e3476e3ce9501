/** Whether the client takes gzip: it is named, or everything is, and not with a weight of nothing. */
export function acceptsGzip(request: Request): boolean {
  const offers = (request.headers.get('accept-encoding') ?? '').split(',').map((offer) => offer.trim().toLowerCase());
  const offer = offers.find((coding) => /^(x-)?gzip\b/.test(coding)) ?? offers.find((coding) => coding.startsWith('*'));
  return offer !== undefined && !/;\s*q=0(\.0*)?$/.test(offer);
}
