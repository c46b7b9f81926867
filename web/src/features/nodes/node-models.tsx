import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import type { InferenceNode } from "./api";

/** What a node serves, folded: some have hundreds. */
export function NodeModels({ node }: { node: InferenceNode }) {
  const t = manage.nodes;
  const loaded = node.models.filter((model) => model.loaded).length;
  if (node.models.length === 0) return <p className="mt-3 text-sm text-muted-foreground">{t.noModels}</p>;
  return (
    <Collapsible.Root className="mt-2">
      <Collapsible.Trigger className="-ms-2 flex min-h-9 items-center gap-1.5 rounded-lg px-2 text-sm transition-colors hover:bg-accent [&[data-panel-open]>svg]:rotate-90">
        <ChevronRight aria-hidden className="size-4 text-muted-foreground transition-transform rtl:rotate-180" />
        {t.showModels(node.models.length)}
        {loaded > 0 && <span className="text-muted-foreground">· {t.loadedCount(loaded)}</span>}
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <ul className="mt-1 max-h-72 divide-y overflow-y-auto rounded-lg border">
          {node.models.map((model) => (
            <li key={model.name} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 text-sm">
              <span className="font-medium [overflow-wrap:anywhere]">{model.name}</span>
              {model.upstream && model.upstream !== model.name && (
                <span className="text-muted-foreground [overflow-wrap:anywhere]">{t.upstream(model.upstream)}</span>
              )}
              {model.loaded && <Badge tone="good">{t.loaded}</Badge>}
              {model.capabilities
                .flatMap((capability) => text.models.capability[capability] ?? [])
                .map((name) => (
                  <Badge key={name}>{name}</Badge>
                ))}
            </li>
          ))}
        </ul>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}
