import type { Token, Tokens } from "marked";
import { memo, type ReactNode, useRef } from "react";
import { lex, type Split, splitBlocks } from "./blocks";
import { CodeBlock } from "./code-block";
import { decodeEntities } from "./entities";
import { inlines, math } from "./inline";

// Markdown becomes React elements only; raw HTML is shown as text, so nothing needs sanitising, at no stage of a stream.
function block(token: Token, key: number): ReactNode {
  switch (token.type) {
    case "heading": {
      // The page has h1, each message an h2 of its own.
      const Heading = `h${Math.min(6, Math.max(3, (token as Tokens.Heading).depth + 1))}` as "h3";
      return <Heading key={key}>{inlines(token.tokens)}</Heading>;
    }
    case "paragraph":
      return <p key={key}>{inlines(token.tokens)}</p>;
    case "list":
      return list(token as Tokens.List, key);
    case "blockquote":
      return <blockquote key={key}>{(token.tokens ?? []).map(block)}</blockquote>;
    case "code": {
      const code = token as Tokens.Code;
      return <CodeBlock key={key} code={code.text} language={code.lang?.split(/[\s,{]/)[0] ?? ""} />;
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

function list(token: Tokens.List, key: number): ReactNode {
  const items = token.items.map((item, index) => (
    <li key={index} className={item.task ? "list-none" : undefined}>
      {item.task && <input type="checkbox" checked={item.checked ?? false} disabled aria-label={item.text} />}
      {item.tokens.filter((part) => part.type !== "checkbox").map(block)}
    </li>
  ));
  return token.ordered ? (
    <ol key={key} start={Number(token.start) || 1}>
      {items}
    </ol>
  ) : (
    <ul key={key}>{items}</ul>
  );
}

const ALIGN: Record<string, string> = { right: "align-right", center: "align-center" };
const alignOf = (cell: Tokens.TableCell) => (cell.align ? ALIGN[cell.align] : undefined);

const table = (token: Tokens.Table, key: number): ReactNode => (
  <section key={key} className="overflow-x-auto" tabIndex={0} aria-label="Table">
    <table>
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

const Block = memo(function Block({ source }: { source: string }) {
  return <>{lex(source).map(block)}</>;
});

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const last = useRef<Split | null>(null);
  last.current = splitBlocks(text, last.current);
  return (
    <div className="prose-chat">
      {last.current.blocks.map((source, index) => (
        <Block key={index} source={source} />
      ))}
    </div>
  );
});
