import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";

const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-[background-color,border-color,opacity] duration-150 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent hover:opacity-90",
        secondary:
          "border border-line-strong bg-surface text-fg hover:bg-hover aria-pressed:border-accent aria-pressed:text-accent",
        ghost: "text-muted hover:bg-hover hover:text-fg",
        danger: "bg-bad text-on-bad hover:opacity-90",
        link: "text-accent underline-offset-2 hover:underline",
      },
      size: {
        default: "h-8 px-3 text-base",
        small: "h-7 px-2 text-sm",
        icon: "size-8",
        inline: "h-auto p-0 text-base",
      },
    },
    defaultVariants: { variant: "secondary", size: "default" },
  },
);

interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  asChild?: boolean;
}

export function Button({ className, variant, size, asChild = false, type, ...props }: ButtonProps) {
  const Element = asChild ? Slot.Root : "button";
  return (
    <Element
      type={asChild ? undefined : (type ?? "button")}
      className={cn(buttonVariants({ variant, size }), className)}
      {...props}
    />
  );
}
