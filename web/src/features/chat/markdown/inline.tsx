import { Image as ImageIcon } from "lucide-react";
import type { Token, Tokens } from "marked";
import { type ReactNode, Suspense } from "react";
import { CitingText, Uncited } from "@/components/ui/sources";
import { lazy } from "@/lib/lazy";
import { text as texts } from "@/texts/text";
import { decodeEntities } from "./entities";
import { safeHref } from "./links";

const MathView = lazy(() => import("./math"));

export const math = (token: Token, key: number, block: boolean) => {
  const source = (token as Tokens.Generic & { text: string }).text;
  return (
    <Suspense key={key} fallback={<code dir="ltr">{source}</code>}>
      <MathView tex={source} block={block} />
    </Suspense>
  );
};

export const inlines = (tokens: Token[] | undefined): ReactNode => tokens?.map(inline);

function inline(token: Token, key: number): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong key={key}>{inlines(token.tokens)}</strong>;
    case "em":
      return <em key={key}>{inlines(token.tokens)}</em>;
    case "del":
      return <del key={key}>{inlines(token.tokens)}</del>;
    case "codespan":
      return (
        <code key={key} dir="ltr">
          {(token as Tokens.Codespan).text}
        </code>
      );
    case "br":
      return <br key={key} />;
    case "link":
      return link(token as Tokens.Link, key);
    case "image":
      return image(token as Tokens.Image, key);
    case "inlineMath":
      return math(token, key, false);
    case "text":
      return token.tokens ? (
        <span key={key}>{inlines(token.tokens)}</span>
      ) : (
        citing(decodeEntities((token as Tokens.Text).text), key)
      );
    case "escape":
      return (token as Tokens.Escape).text;
    case "html":
      // The one tag models use inside tables; every other stays visible text.
      return /^<br\s*\/?>$/i.test(token.raw) ? <br key={key} /> : token.raw;
    default:
      return token.raw;
  }
}

const citing = (text: string, key: number) => (text.includes("[") ? <CitingText key={key}>{text}</CitingText> : text);

function link(token: Tokens.Link, key: number): ReactNode {
  const href = safeHref(decodeEntities(token.href));
  if (!href) return <span key={key}>{inlines(token.tokens)}</span>;
  return (
    <a key={key} href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
      <Uncited>{inlines(token.tokens)}</Uncited>
    </a>
  );
}

// Never loaded by itself: the address could carry what was said, and would tell who reads it.
function image(token: Tokens.Image, key: number): ReactNode {
  const href = safeHref(decodeEntities(token.href));
  const alt = decodeEntities(token.text);
  if (!href?.startsWith("http")) return <span key={key}>{alt}</span>;
  const label = alt || texts.chat.externalImage(new URL(href).host);
  return (
    <a key={key} href={href} title={href} target="_blank" rel="noopener noreferrer nofollow">
      <ImageIcon aria-hidden className="me-1 inline size-4 align-[-0.15em]" />
      {label}
    </a>
  );
}
