import katex from "katex";
import "katex/dist/katex.min.css";
import { useLayoutEffect, useRef, useState } from "react";

/*
 * katex.render builds nodes with styles through the CSSOM, which a policy without unsafe-inline allows. Its own way of
 * showing a faulty formula is a style attribute, which is not allowed; so it throws, and the source is shown instead.
 */
export default function MathView({ tex, block }: { tex: string; block: boolean }) {
  const host = useRef<HTMLSpanElement>(null);
  const [faulty, setFaulty] = useState(false);
  useLayoutEffect(() => {
    if (!host.current) return;
    try {
      const limits = { trust: false, strict: "ignore", maxExpand: 500, maxSize: 20 } as const;
      katex.render(tex, host.current, { ...limits, displayMode: block, throwOnError: true });
      setFaulty(false);
    } catch {
      host.current.replaceChildren();
      setFaulty(true);
    }
  }, [tex, block]);
  return (
    <>
      <span ref={host} dir="ltr" className={block ? "block overflow-x-auto py-1" : undefined} />
      {faulty && <code dir="ltr">{tex}</code>}
    </>
  );
}
