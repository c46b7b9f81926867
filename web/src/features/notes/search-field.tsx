import { Search } from "lucide-react";
import { notes as t } from "@/texts/notes";

export const SearchField = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <div className="relative">
    <Search
      aria-hidden
      className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-muted-foreground"
    />
    <input
      type="search"
      aria-label={t.search}
      placeholder={t.search}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-10 w-full rounded-lg border border-input bg-card ps-9 pe-3 text-base placeholder:text-muted-foreground sm:text-sm"
    />
  </div>
);
