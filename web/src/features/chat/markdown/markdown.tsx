import type { Token, Tokens } from "marked";
import { memo, type ReactNode, Suspense, useRef } from "react";
import { lazy } from "@/lib/lazy";
import { text as texts } from "@/texts/text";
import { headingLevels, lex, type Split, splitBlocks } from "./blocks";
import { CodeBlock } from "./code-block";
import { decodeEntities } from "./entities";
import { inlines, math } from "./inline";

// Markdown becomes React elements only; raw HTML is shown as text, so nothing needs sanitising, at no stage of a stream.
function block(token: Token, key: number): ReactNode {
  switch (token.type) {
    case "heading":
      // Inside a list or a quotation: no part of the outline.
      return (
        <p key={key}>
          <strong>{inlines(token.tokens)}</strong>
        </p>
      );
    case "paragraph":
      return <p key={key}>{inlines(token.tokens)}</p>;
    case "list":
      return list(token as Tokens.List, key);
    case "blockquote":
      return (
        <blockquote key={key} dir="auto">
          {(token.tokens ?? []).map(block)}
        </blockquote>
      );
    case "code": {
      const { text: source, lang } = token as Tokens.Code;
      const language = lang?.split(/[\s,{]/)[0] ?? "";
      if (language === "mermaid") return diagram(source, key);
      return <CodeBlock key={key} code={source} language={language} />;
    }
    case "table":
      return table(token as Tokens.Table, key);
    case "blockMath":
      return math(token, key, true);
    case "hr":
      return <hr key={key} />;
    case "space":
    case "def":
      return null;
    case "text":
      return <span key={key}>{token.tokens ? inlines(token.tokens) : decodeEntities(token.raw)}</span>;
    default:
      return (
        <p key={key} className="whitespace-pre-wrap">
          {token.raw.trimEnd()}
        </p>
      );
  }
}

const Diagram = lazy(() => import("./diagram"));

const diagram = (source: string, key: number) => (
  <Suspense key={key} fallback={<CodeBlock code={source} language="mermaid" />}>
    <Diagram source={source} />
  </Suspense>
);

function list(token: Tokens.List, key: number): ReactNode {
  const items = token.items.map((item, index) => (
    <li key={index} className={item.task ? "list-none" : undefined}>
      {item.task && <input type="checkbox" checked={item.checked ?? false} disabled aria-label={item.text} />}
      {item.tokens.filter((part) => part.type !== "checkbox").map(block)}
    </li>
  ));
  return token.ordered ? (
    <ol key={key} dir="auto" start={Number(token.start) || 1}>
      {items}
    </ol>
  ) : (
    <ul key={key} dir="auto">
      {items}
    </ul>
  );
}

const ALIGN: Record<string, string> = { right: "align-right", center: "align-center" };
const alignOf = (cell: Tokens.TableCell) => (cell.align ? ALIGN[cell.align] : undefined);

const table = (token: Tokens.Table, key: number): ReactNode => (
  <section key={key} className="overflow-x-auto" tabIndex={0} aria-label={texts.chat.table}>
    <table dir="auto">
      <thead>
        <tr>
          {token.header.map((cell, index) => (
            <th key={index} scope="col" className={alignOf(cell)}>
              {inlines(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column} className={alignOf(cell)}>
                {inlines(cell.tokens)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Block = memo(function Block({ source, level }: { source: string; level: number }) {
  const Heading = `h${level}` as "h3";
  return lex(source).map((token, key) =>
    token.type === "heading" ? <Heading key={key}>{inlines(token.tokens)}</Heading> : block(token, key),
  );
});

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const last = useRef<Split | null>(null);
  last.current = splitBlocks(text, last.current);
  const { blocks } = last.current;
  const levels = headingLevels(blocks);
  return (
    <div className="prose-chat" data-source="markdown">
      {blocks.map((source, index) => (
        <Block key={index} source={source} level={levels[index] as number} />
      ))}
    </div>
  );
});
