# The nine founding partners, as deploy/quickstart runs them. Source it; it only defines.
# shellcheck shell=bash disable=SC2034  # The tables are for the script that sources this.

# In the order in which --nodes takes them; the first coordinates.
partners=(it-bicocca es-granada tr-metu it-clerici es-migraciones es-cartuja es-trinijove tr-iea si-danesjenovdan)

declare -A partner_name=(
  [it-bicocca]='Università degli Studi di Milano-Bicocca'
  [it-clerici]='Fondazione Luigi Clerici'
  [es-granada]='Universidad de Granada'
  [es-migraciones]='Instituto de Migraciones'
  [es-cartuja]='IES Cartuja'
  [es-trinijove]='Fundació Privada Trinijove'
  [tr-metu]='Orta Doğu Teknik Üniversitesi'
  [tr-iea]='Yenilikçi Eğitimciler Derneği'
  [si-danesjenovdan]='Danes je nov dan'
)

country_of() {
  local prefix=${1%%-*}
  printf '%s' "${prefix^^}"
}

# The name in a partner's address on this machine: granada.localhost.
host_of() { printf '%s.localhost' "${1#*-}"; }

# Each partner has ten ports: pages at +1, partners' calls at +2, enrolment at +3.
ports_of() {
  local id=$1 base=$2 i
  for i in "${!partners[@]}"; do
    if [[ ${partners[i]} == "$id" ]]; then
      base=$((base + 10 * i))
      printf '%d %d %d' $((base + 1)) $((base + 2)) $((base + 3))
      return
    fi
  done
}

# The node that is the home of an institution while only the nodes $2… run: its own, or
# the one that hosts it.
home_of() {
  local institution=$1 node
  shift
  for node in "$@"; do
    if [[ $node == "$institution" ]]; then
      printf '%s' "$node"
      return
    fi
  done
  case $institution in
    es-*) printf 'es-granada' ;;
    tr-*) printf 'tr-metu' ;;
    *) printf 'it-bicocca' ;;
  esac
}
