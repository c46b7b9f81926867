import { type ComponentType, useMemo } from "react";
import { FILE_TILE, FileTile } from "@/components/ui/file-tile";
import { type Source, Sourced } from "@/components/ui/sources";
import { Thumbnail } from "@/components/ui/thumbnail";
import { save } from "@/lib/download";
import { sharing } from "@/texts/sharing";
import { text } from "@/texts/text";
import type { SharedMessage, SharedPart } from "./api";

type Props = { messages: SharedMessage[]; Markdown: ComponentType<{ text: string }> };

export function SharedMessages({ messages, Markdown }: Props) {
  return (
    <section aria-label={sharing.shared.conversation} className="space-y-5">
      {messages.map((message, index) => (
        <article key={index} aria-label={message.role === "user" ? text.chat.you : text.chat.assistant}>
          <h2 className="sr-only">{message.role === "user" ? text.chat.you : text.chat.assistant}</h2>
          {message.role === "user" ? (
            <Question parts={message.parts} />
          ) : (
            <Answer parts={message.parts} model={message.model} Markdown={Markdown} />
          )}
        </article>
      ))}
    </section>
  );
}

const textOf = (parts: SharedPart[], type: SharedPart["type"]) =>
  parts.flatMap((part) => (part.type === type && part.text ? [part.text] : [])).join("\n\n");

function Question({ parts }: { parts: SharedPart[] }) {
  const files = parts.filter((part) => part.type === "file");
  const images = files.filter(isImage).length;
  return (
    <div className="flex flex-col items-end gap-1.5">
      {files.length > 0 && (
        <ul aria-label={sharing.shared.files} className="flex max-w-[92%] flex-wrap items-end justify-end gap-2">
          {files.map((part, index) => (
            <li key={index}>{isImage(part) ? <Image part={part} alone={images === 1} /> : <TextFile part={part} />}</li>
          ))}
        </ul>
      )}
      {textOf(parts, "text") && (
        <div className="bidi-lines max-w-[92%] rounded-2xl rounded-ee-md bg-bubble px-4 py-2.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {textOf(parts, "text")}
        </div>
      )}
    </div>
  );
}

// Only what is in the answer itself: nothing is fetched from elsewhere.
const isImage = ({ url }: SharedPart) => url?.startsWith("data:image/") ?? false;

const Image = ({ part, alone }: { part: SharedPart; alone: boolean }) => (
  <Thumbnail url={part.url ?? ""} name={part.name || sharing.shared.image} className={alone ? "size-52" : "size-32"} />
);

function TextFile({ part: { name = sharing.shared.file, text: content = "" } }: { part: SharedPart }) {
  const file = new Blob([content], { type: "text/plain" });
  return (
    <button
      type="button"
      aria-label={sharing.shared.download(name)}
      onClick={() => save(file, name)}
      className={FILE_TILE}
    >
      <FileTile name={name} size={file.size} />
    </button>
  );
}

function Answer({ parts, model, Markdown }: { parts: SharedPart[]; model: string | null } & Pick<Props, "Markdown">) {
  const thinking = textOf(parts, "reasoning");
  const sources = useMemo(() => parts.filter((part): part is Source => part.type === "source-url"), [parts]);
  return (
    <div>
      {thinking && (
        <details className="mb-3 text-sm text-muted-foreground">
          <summary className="min-h-8 cursor-pointer rounded-lg py-1.5">{text.chat.thinking}</summary>
          <div className="bidi-lines mt-1 border-s-2 ps-4 whitespace-pre-wrap [overflow-wrap:anywhere]">{thinking}</div>
        </details>
      )}
      <Sourced sources={sources}>
        <Markdown text={textOf(parts, "text")} />
      </Sourced>
      {model && <p className="mt-1.5 text-xs text-muted-foreground">{model}</p>}
    </div>
  );
}
