/* python3.dll, the stable interface: every name is forwarded to python311.dll by python3.def. */
int entry(void *module, unsigned reason, void *reserved) { return 1; }
