"""What runs inside the jail, with the standard library, Pillow and PDFium. Imports nothing else."""
