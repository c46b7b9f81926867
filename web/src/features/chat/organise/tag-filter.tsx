import { useQuery } from "@tanstack/react-query";
import { ListFilter, Tag as TagIcon, X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import { Dot } from "./folder-mark";
import { tagsQuery } from "./lists";
import { dialog, shownTag } from "./state";

/** Narrows the list to a tag. */
export function TagFilter() {
  const { data } = useQuery(tagsQuery);
  const tags = data ?? [];
  const shown = useSignal(shownTag);
  const chosen = tags.find(({ id }) => id === shown);
  const gone = data !== undefined && shown !== null && chosen === undefined;
  // Deleted elsewhere: without its name here nobody would see why the list is short.
  useEffect(() => {
    if (gone) shownTag.set(null);
  }, [gone]);
  const t = text.organise;
  return (
    <div className="flex items-center gap-1">
      {chosen && (
        <Button
          variant="outline"
          size="sm"
          aria-label={`${t.filtered(chosen.name)}. ${t.allTags}`}
          className="min-w-0 max-w-36 shrink shadow-none"
          onClick={() => shownTag.set(null)}
        >
          <Dot colour={chosen.colour} />
          <span dir="auto" className="truncate">
            {chosen.name}
          </span>
          <X aria-hidden />
        </Button>
      )}
      <Menu
        trigger={
          <IconButton label={t.filter}>
            <ListFilter aria-hidden />
          </IconButton>
        }
      >
        {tags.map((tag) => (
          <MenuItem key={tag.id} icon={<Dot colour={tag.colour} />} onClick={() => shownTag.set(tag.id)}>
            <span dir="auto">{tag.name}</span>
          </MenuItem>
        ))}
        {tags.length > 0 && <MenuSeparator />}
        <MenuItem icon={<TagIcon aria-hidden />} onClick={() => dialog.set({ kind: "tags", conversations: [] })}>
          {t.manageTags}
        </MenuItem>
      </Menu>
    </div>
  );
}
