extern "C" int plain() {
    return 0;
}
