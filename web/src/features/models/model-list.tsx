import { Select } from "@base-ui/react/select";
import { Check } from "lucide-react";
import { type ReactElement, useRef } from "react";
import { text } from "@/texts/text";
import { Capabilities, Warnings } from "./badges";
import type { Choice } from "./choice";

type Props = { choice: Choice; trigger: ReactElement };

/** What there is to choose from; each entry says what the model can do and whether data leaves the site. */
export function ModelList({ choice: { models, name, choose }, trigger }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const list = models.data ?? [];
  return (
    <Select.Root defaultOpen value={name} onValueChange={(value) => value !== null && choose(value)}>
      <Select.Trigger ref={button} aria-label={text.models.label} render={trigger} />
      {/* Inside the main landmark, so that the list belongs to the page for those who go by landmarks. */}
      <Select.Portal container={document.getElementById("main")}>
        <Select.Positioner sideOffset={6} align="start" alignItemWithTrigger={false} className="z-50 outline-none">
          <Select.Popup
            finalFocus={button}
            className="max-h-[min(26rem,var(--available-height))] w-88 max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-xl border bg-card p-1 shadow-float outline-none"
          >
            <Select.List>
              {list.map((item) => (
                <Select.Item
                  key={item.name}
                  value={item.name}
                  className="flex cursor-default items-start gap-2 rounded-lg px-2.5 py-2 outline-none data-highlighted:bg-accent"
                >
                  <span className="grid min-w-0 flex-1 gap-1">
                    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                      <Select.ItemText className="text-sm font-medium [overflow-wrap:anywhere]">
                        {item.name}
                      </Select.ItemText>
                      <Warnings model={item} />
                    </span>
                    {item.aliasOf && (
                      <span className="text-xs text-muted-foreground [overflow-wrap:anywhere]">
                        {text.models.aliasOf(item.aliasOf.join(", "))}
                      </span>
                    )}
                    <Capabilities model={item} />
                    {item.demo && <span className="text-xs text-muted-foreground">{text.models.demoHint}</span>}
                    {item.dataLeavesSite && (
                      <span className="text-xs text-muted-foreground">{text.models.leavesHint}</span>
                    )}
                  </span>
                  <Select.ItemIndicator className="mt-0.5">
                    <Check aria-hidden className="size-4 text-primary" />
                  </Select.ItemIndicator>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
