import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Merge, Pencil, Plus, Tags as TagsIcon, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Empty, Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { catalogue } from "@/texts/catalogue";
import { manage } from "@/texts/manage";
import { TagChip } from "../facts";
import { type Tag, tagsQuery, useCatalogueChanges } from "./api";
import { MergeDialog, TagDialog } from "./tag-dialogs";

type Asking = { kind: "edit" | "merge" | "delete"; tag: Tag };

/** The labels of models: made, renamed, merged, deleted. */
export function Tags() {
  const t = catalogue.admin;
  const tags = useQuery(tagsQuery);
  const { deleteTag } = useCatalogueChanges();
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [open, setOpen] = useState(false);
  const ask = (next: Asking) => {
    setAsking(next);
    setOpen(true);
  };
  const close = () => setOpen(false);
  return (
    <Panel
      title={t.tagsTitle}
      hint={t.tagsHint}
      actions={
        <Button size="sm" onClick={() => setMaking(true)}>
          <Plus aria-hidden />
          {t.newTag}
        </Button>
      }
    >
      <Loaded query={tags} lines={1}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={<TagsIcon aria-hidden />} title={t.noTags} hint={t.noTagsHint} />
          ) : (
            <ul aria-label={t.tagsTitle} className="flex flex-wrap gap-2">
              {all.map((tag) => (
                <li
                  key={tag.id}
                  className="flex max-w-full items-center gap-2 rounded-xl border bg-card py-1 ps-2.5 pe-1"
                >
                  <TagChip tag={tag} />
                  <span className="text-xs whitespace-nowrap text-muted-foreground tabular-nums">
                    {t.used(tag.models)}
                  </span>
                  <Menu
                    container={document.getElementById("main")}
                    trigger={
                      <Button variant="quiet" size="iconSm" aria-label={manage.common.actionsFor(tag.name)}>
                        <Ellipsis aria-hidden />
                      </Button>
                    }
                  >
                    <MenuItem icon={<Pencil aria-hidden />} onClick={() => ask({ kind: "edit", tag })}>
                      {manage.common.edit}
                    </MenuItem>
                    {all.length > 1 && (
                      <MenuItem icon={<Merge aria-hidden />} onClick={() => ask({ kind: "merge", tag })}>
                        {t.merge}
                      </MenuItem>
                    )}
                    <MenuItem danger icon={<Trash2 aria-hidden />} onClick={() => ask({ kind: "delete", tag })}>
                      {t.remove}
                    </MenuItem>
                  </Menu>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <TagDialog tag={null} open={making} onClose={() => setMaking(false)} />
      {asking?.kind === "edit" && <TagDialog key={asking.tag.id} tag={asking.tag} open={open} onClose={close} />}
      {asking?.kind === "merge" && (
        <MergeDialog
          key={asking.tag.id}
          tag={asking.tag}
          others={tags.data?.filter(({ id }) => id !== asking.tag.id) ?? []}
          open={open}
          onClose={close}
        />
      )}
      {asking?.kind === "delete" && (
        <Confirm
          open={open}
          onOpenChange={(now) => !now && close()}
          title={t.removeTitle(asking.tag.name)}
          hint={t.removeHint}
          action={t.remove}
          onConfirm={() => deleteTag.mutateAsync(asking.tag.id).then(() => announce(t.removed(asking.tag.name)))}
        />
      )}
    </Panel>
  );
}
