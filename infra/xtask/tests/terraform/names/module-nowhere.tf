# says: no folder `../nowhere`
module "network" { # here
  source = "../nowhere"
}
