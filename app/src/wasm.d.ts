declare module '@samstig/wasm?url' {
  const url: string;
  export default url;
}
