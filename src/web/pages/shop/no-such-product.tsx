import { SiteHeader } from '@/web/parts/header/site-header';

/** Shown with a 404 where there is no such product. */
export function NoSuchProduct() {
  return (
    <div className="mx-auto max-w-[90rem] px-3.5 pb-16 sm:px-7">
      <SiteHeader here="shop" />
      <main id="top" className="grid min-h-[60vh] place-content-center gap-4 text-center">
        <h1 className="text-[1.6rem] leading-[1.15] font-[750] tracking-[-0.025em] lg:text-[2.15rem]">There is no such product.</h1>
        <p className="text-dim">The shop has nothing under this number; perhaps it was removed. Nothing was bought.</p>
        <p><a href="/shop" className="inline-flex h-12 items-center rounded-xl bg-ink px-6 font-bold text-bg no-underline hover:opacity-90">See all products</a></p>
      </main>
    </div>
  );
}
