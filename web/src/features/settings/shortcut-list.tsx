import { Keys } from "@/components/ui/kbd";
import { SHORTCUTS } from "@/lib/shortcuts";

export function ShortcutList() {
  return (
    <dl className="divide-y">
      {SHORTCUTS.map(({ keys, name }) => (
        <div key={name} className="flex items-center justify-between gap-4 py-2">
          <dt>{name}</dt>
          <dd dir="ltr">
            <Keys keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
