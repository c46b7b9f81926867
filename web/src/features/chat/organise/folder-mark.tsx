import {
  BookOpen,
  Briefcase,
  Code,
  FlaskConical,
  Folder as FolderIcon,
  Globe,
  Heart,
  House,
  Lightbulb,
  Music,
  Palette,
  PenLine,
  Plane,
  Star,
  Wrench,
} from "lucide-react";

export const COLOURS = ["red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "grey"];
export const ICONS = {
  book: BookOpen,
  briefcase: Briefcase,
  code: Code,
  flask: FlaskConical,
  globe: Globe,
  heart: Heart,
  home: House,
  lightbulb: Lightbulb,
  music: Music,
  palette: Palette,
  pen: PenLine,
  plane: Plane,
  star: Star,
  wrench: Wrench,
};

/** Painted by the theme, so that it can be told from the ground in light and dark. */
export const colourOf = (colour: string | null | undefined) => (colour ? `var(--mark-${colour})` : undefined);

type Props = { folder: { icon: string | null; colour: string | null } };

export function FolderMark({ folder: { icon, colour } }: Props) {
  const Icon = (icon && ICONS[icon as keyof typeof ICONS]) || FolderIcon;
  return <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" style={{ color: colourOf(colour) }} />;
}

export const Dot = ({ colour }: { colour: string | null }) => (
  <span
    aria-hidden
    className="size-2 shrink-0 rounded-full bg-muted-foreground"
    style={{ backgroundColor: colourOf(colour) }}
  />
);
