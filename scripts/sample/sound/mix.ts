export async function mixFilm(_a: string, _b: string): Promise<never[]> {
  return [];
}
