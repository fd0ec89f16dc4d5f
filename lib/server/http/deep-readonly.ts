/** The same shape with everything in it readonly: what a handler may return for a schema's plain type. */
export type DeepReadonly<Shape> = unknown extends Shape
  ? Shape
  : Shape extends object
    ? { readonly [Key in keyof Shape]: DeepReadonly<Shape[Key]> }
    : Shape;
