/** What pdfkit 0.20 understands and its published types do not say. */
declare namespace PDFKit.Mixins {
  interface PDFFont {
    /** A font that fontkit has opened already. */
    registerFont(name: string, font: import('fontkit').Font): this;
  }
  interface AnnotationOption {
    /** The structure element that an annotation belongs to. */
    structParent?: PDFKit.PDFStructureElement;
  }
  interface StructureElementOptions {
    /** Left, top, right, bottom. */
    bbox?: [number, number, number, number];
  }
}
