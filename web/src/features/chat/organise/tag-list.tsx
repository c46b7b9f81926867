import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { UndoBar } from "@/components/ui/undo-bar";
import { api } from "@/lib/http";
import { queryClient } from "@/lib/query-client";
import { useSubmit } from "@/lib/use-submit";
import { organise } from "@/texts/organise";
import type { Conversation } from "../api";
import { setTag } from "./actions";
import { Dot } from "./folder-mark";
import { type Tag, tagsQuery } from "./lists";
import { TagForm } from "./tag-form";

type Props = { conversations: Conversation[]; onClose: () => void };

/** Puts tags on conversations; without any, it only keeps the tags themselves. */
export function TagList({ conversations, onClose }: Props) {
  const tags = useQuery(tagsQuery);
  const [name, setName] = useState("");
  const [editing, setEditing] = useState<string | null>(null);
  const [chosen, setChosen] = useState(() => chosenBy(conversations));
  const { run, busy, problem, errorOf } = useSubmit();
  const toggle = async (tag: string, on: boolean) => {
    if (await run(() => setTag(conversations, tag, on))) setChosen((now) => new Map(now).set(tag, on));
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    const made = async () => {
      const tag = await api<Tag>("/tags", { method: "POST", body: { name: name.trim() } });
      try {
        if (conversations.length > 0) await setTag(conversations, tag.id, true);
        setChosen((now) => new Map(now).set(tag.id, true));
      } finally {
        // Not before: a tag in the list can be deleted, and would come back without its conversations.
        await queryClient.invalidateQueries({ queryKey: tagsQuery.queryKey });
      }
    };
    // What is typed meanwhile is the next one's name.
    if (await run(made)) setName((now) => (now === name ? "" : now));
  };
  return (
    <div className="space-y-4">
      <Loaded query={tags} lines={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-sm text-muted-foreground">{organise.noTags}</p>
          ) : (
            <ul className="-mx-2 max-h-[45dvh] overflow-y-auto">
              {all.map((tag) =>
                editing === tag.id ? (
                  <li key={tag.id} className="px-2 py-2">
                    <TagForm tag={tag} onDone={() => setEditing(null)} />
                  </li>
                ) : (
                  <li key={tag.id} className="flex items-center gap-1 rounded-lg pe-1 hover:bg-accent">
                    {conversations.length > 0 && (
                      <input
                        id={`tag-${tag.id}`}
                        type="checkbox"
                        checked={chosen.get(tag.id) === true}
                        ref={(box) => {
                          if (box) box.indeterminate = chosen.get(tag.id) === "some";
                        }}
                        disabled={busy}
                        onChange={(event) => void toggle(tag.id, event.target.checked)}
                        className="ms-2 size-4 shrink-0 accent-primary"
                      />
                    )}
                    <label
                      htmlFor={`tag-${tag.id}`}
                      className="flex min-h-10 min-w-0 flex-1 items-center gap-3 px-2 text-sm"
                    >
                      <Dot colour={tag.colour} />
                      <span dir="auto" className="truncate">
                        {tag.name}
                      </span>
                    </label>
                    <IconButton label={organise.editTag(tag.name)} onClick={() => setEditing(tag.id)}>
                      <Pencil aria-hidden />
                    </IconButton>
                  </li>
                ),
              )}
            </ul>
          )
        }
      </Loaded>
      <form onSubmit={(event) => void add(event)} className="flex items-end gap-2">
        <Field
          label={organise.newTag}
          value={name}
          maxLength={50}
          onChange={(event) => setName(event.target.value)}
          error={errorOf("name")}
          className="min-w-0 flex-1"
        />
        <Button type="submit" variant="outline" disabled={busy} className="h-11">
          {organise.addTag}
        </Button>
      </form>
      <UndoBar within />
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      <div className="flex justify-end">
        <Button onClick={onClose}>{organise.done}</Button>
      </div>
    </div>
  );
}

function chosenBy(conversations: Conversation[]): Map<string, boolean | "some"> {
  const chosen = new Map<string, boolean | "some">();
  for (const tag of new Set(conversations.flatMap(({ tags }) => tags)))
    chosen.set(tag, conversations.every(({ tags }) => tags.includes(tag)) || "some");
  return chosen;
}
