import { createContext, type MouseEvent, type ReactNode, useContext, useId, useMemo } from "react";
import { text } from "@/texts/text";

/** A page that an answer leans on. `sourceId` is its number in the text. */
export type Source = { type: "source-url"; sourceId?: string; url?: string; title?: string };

type Shown = { number: number; url: string; host: string; title: string | undefined; name: string };
type Cited = { idOf: (number: number) => string; byNumber: ReadonlyMap<number, Shown> };

const AT_ONCE = 5;
const LONGEST_URL = 2_048;
const MARKER = /\[([1-9]\d?)\]/;
const CitedContext = createContext<Cited | null>(null);

/** Within it, `[1]` stays text. */
export const Uncited = ({ children }: { children: ReactNode }) => (
  <CitedContext.Provider value={null}>{children}</CitedContext.Provider>
);

/** What of a source may be shown and followed: whatever else it is, it stays a page of the web. */
function shownOf({ sourceId = "", url = "", title }: Source): Shown[] {
  const number = /^[1-9]\d?$/.test(sourceId) ? Number(sourceId) : 0;
  if (number === 0 || url.length > LONGEST_URL || !URL.canParse(url)) return [];
  const { protocol, host, href, pathname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return [];
  return [{ number, url: href, host, title, name: title || host + (pathname === "/" ? "" : pathname) }];
}

/** An answer's text with the list of its sources below; `[1]` in the text leads to the list. Nothing of it is fetched. */
export function Sourced({ sources, children }: { sources: readonly Source[]; children: ReactNode }) {
  const id = useId();
  const cited = useMemo(() => {
    const byNumber = new Map(sources.flatMap(shownOf).map((source) => [source.number, source]));
    return byNumber.size > 0 ? { idOf: (number: number) => `${id}-${number}`, byNumber } : null;
  }, [id, sources]);
  return (
    <CitedContext.Provider value={cited}>
      {children}
      {cited && <SourceList cited={cited} />}
    </CitedContext.Provider>
  );
}

/** Text of an answer in which markers of sources that there are have become links to them. */
export function CitingText({ children }: { children: string }) {
  const cited = useContext(CitedContext);
  if (!cited || !MARKER.test(children)) return children;
  return children.split(MARKER).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const source = cited.byNumber.get(Number(piece));
    return source ? <Marker key={index} source={source} id={cited.idOf(source.number)} /> : `[${piece}]`;
  });
}

function Marker({ source, id }: { source: Shown; id: string }) {
  // By hand: the address of the page stays what it is.
  const go = (event: MouseEvent) => {
    event.preventDefault();
    const entry = document.getElementById(id);
    const folded = entry?.closest("details");
    if (folded) folded.open = true;
    entry?.focus();
  };
  return (
    <a href={`#${id}`} title={`${source.name} · ${source.host}`} onClick={go}>
      {`[${source.number}]`}
    </a>
  );
}

function SourceList({ cited }: { cited: Cited }) {
  const all = [...cited.byNumber.values()].sort((a, b) => a.number - b.number);
  const more = all.slice(AT_ONCE);
  return (
    <section aria-label={text.chat.sources} className="mt-3 border-t pt-2 text-sm">
      <p aria-hidden className="text-xs font-medium text-muted-foreground">
        {text.chat.sources}
      </p>
      <Entries sources={all.slice(0, AT_ONCE)} cited={cited} />
      {more.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer text-xs text-muted-foreground">
            {text.chat.moreSources(more.length)}
          </summary>
          <Entries sources={more} cited={cited} />
        </details>
      )}
    </section>
  );
}

const Entries = ({ sources, cited }: { sources: Shown[]; cited: Cited }) => (
  <ol className="mt-1 list-decimal space-y-0.5 ps-7 marker:text-muted-foreground">
    {sources.map(({ number, url, host, title, name }) => (
      <li key={number} value={number}>
        <span className="flex items-baseline gap-2">
          <a
            id={cited.idOf(number)}
            href={url}
            title={url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="min-w-0 truncate leading-6 underline underline-offset-2"
          >
            <bdi>{name}</bdi>
          </a>
          {title && (
            <bdi dir="ltr" className="max-w-1/2 shrink-0 truncate text-xs text-muted-foreground">
              {host}
            </bdi>
          )}
        </span>
      </li>
    ))}
  </ol>
);
